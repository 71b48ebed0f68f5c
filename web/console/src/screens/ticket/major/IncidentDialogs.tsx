import type { DialogProps } from '../TicketDialogs'
import { ChildrenDialog, DeclareDialog, ReviewDialog, StandDownDialog, TellAllDialog } from './MajorDialogs'
import { PlanDialog, ThankDialog } from './PlanDialogs'

/** The questions around a major incident, planned work and thanks: seldom asked, so loaded when they are. */
export default function IncidentDialogs({ asked, ...rest }: DialogProps & { asked: string | null }) {
  switch (asked) {
    case 'declare':
      return rest.ticket.can.declare_major ? <DeclareDialog {...rest} /> : null
    case 'children':
      return rest.ticket.major ? <ChildrenDialog {...rest} /> : null
    case 'tell-all':
      return rest.ticket.major ? <TellAllDialog {...rest} /> : null
    case 'stand-down':
      return rest.ticket.major?.running ? <StandDownDialog {...rest} /> : null
    case 'review':
      return rest.ticket.major && !rest.ticket.major.running ? <ReviewDialog {...rest} /> : null
    case 'plan':
      return rest.ticket.can.plan ? <PlanDialog {...rest} /> : null
    case 'thank':
      return <ThankDialog {...rest} />
    default:
      return null
  }
}
