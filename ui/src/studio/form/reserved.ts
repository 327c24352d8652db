/** Field keys that already mean something in expressions, as internal/rule/reserved.go has them, and what every record has. */
export const reserved = [
  'all any none one filter map find count sum first last len reduce',
  'record old it me now today transition input comment settings system guest event reply',
  'id status phase open entered_at created updated closed_at author revision',
  'and or not in matches contains let if else true false nil',
  'archived previous parent',
].flatMap(line => line.split(' '))
