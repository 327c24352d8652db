// Writes src/icons/office.tsx (name → component, deep imports so that only these are bundled)
// and docs/reference/icons.md from src/icons/names.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('..', import.meta.url)
const at = path => new URL(path, root)
const names = JSON.parse(readFileSync(at('src/icons/names.json'), 'utf8'))
const sorted = Object.entries(names).sort(([a], [b]) => a.localeCompare(b))

for (const [name, icon] of sorted) {
  if (!existsSync(at(`node_modules/@tabler/icons-react/dist/esm/icons/Icon${icon}.mjs`))) {
    throw new Error(`icon "${name}": there is no Icon${icon}`)
  }
}

const imports = sorted.map(([, icon]) => `import Icon${icon} from '@tabler/icons-react/dist/esm/icons/Icon${icon}.mjs'`)
const quote = name => (/^\w+$/.test(name) ? name : `'${name}'`)
const entries = sorted.map(([name, icon]) => `  ${quote(name)}: Icon${icon},`)
writeFileSync(
  at('src/icons/office.ts'),
  `// Made by "npm run icons" from names.json.
${[...new Set(imports)].sort().join('\n')}
import type { IconComponent } from './Icon'

/** Icons that a type may name in its declaration. */
export const office: Record<string, IconComponent> = {
${entries.join('\n')}
}
`,
)
writeFileSync(
  at('../docs/reference/icons.md'),
  `# Icons of types

\`icon\` of a type is one of these names; another name is drawn as \`file\`. The pictures are Tabler icons (MIT).
Made by \`npm run icons\` in \`ui/\` from \`ui/src/icons/names.json\`: add a line there to have one more.

| Name | Tabler icon |
| --- | --- |
${sorted.map(([name, icon]) => `| \`${name}\` | ${icon} |`).join('\n')}
`,
)
