import type { Need } from '../../../api/settings-types'

/** wireNeeds writes needs as the desk takes them: ids and grades, no names. */
export const wireNeeds = (needs: Need[]) =>
  needs.map(({ skill, grade, certification }) => (skill ? { skill, grade } : { certification }))
