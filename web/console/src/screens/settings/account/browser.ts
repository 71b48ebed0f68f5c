const browsers: [RegExp, string][] = [
  [/\bEdg\//, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(Headless)?Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** browserOf reads a user agent as people would say it: "Firefox on Linux". */
export function browserOf(agent: string): string {
  const browser = browsers.find(([re]) => re.test(agent))?.[1]
  const system = systems.find(([re]) => re.test(agent))?.[1]
  if (!browser) return agent.split(/[\s/]/)[0] || 'Unknown browser'
  return system ? `${browser} on ${system}` : browser
}
