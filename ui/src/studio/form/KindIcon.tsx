import IconMultiline from '@tabler/icons-react/dist/esm/icons/IconAlignLeft.mjs'
import IconEmail from '@tabler/icons-react/dist/esm/icons/IconAt.mjs'
import IconJson from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs'
import IconDate from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconInstant from '@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs'
import IconMoney from '@tabler/icons-react/dist/esm/icons/IconCashBanknote.mjs'
import IconChoices from '@tabler/icons-react/dist/esm/icons/IconChecklist.mjs'
import IconChoice from '@tabler/icons-react/dist/esm/icons/IconCircleDot.mjs'
import IconSeries from '@tabler/icons-react/dist/esm/icons/IconHash.mjs'
import IconInverse from '@tabler/icons-react/dist/esm/icons/IconHierarchy2.mjs'
import IconText from '@tabler/icons-react/dist/esm/icons/IconLetterT.mjs'
import IconRef from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconGeo from '@tabler/icons-react/dist/esm/icons/IconMapPin.mjs'
import IconComputed from '@tabler/icons-react/dist/esm/icons/IconMathFunction.mjs'
import IconNumber from '@tabler/icons-react/dist/esm/icons/IconNumber123.mjs'
import IconFile from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs'
import IconPhone from '@tabler/icons-react/dist/esm/icons/IconPhone.mjs'
import IconRows from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import IconTexts from '@tabler/icons-react/dist/esm/icons/IconTags.mjs'
import IconBool from '@tabler/icons-react/dist/esm/icons/IconToggleRight.mjs'
import IconPerson from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import IconUri from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs'
import type { IconComponent } from '../../icons/Icon'
import type { Kind } from './kinds'

const icons: Record<Kind, IconComponent> = {
  text: IconText,
  multiline: IconMultiline,
  money: IconMoney,
  number: IconNumber,
  integer: IconNumber,
  date: IconDate,
  instant: IconInstant,
  choice: IconChoice,
  choices: IconChoices,
  bool: IconBool,
  ref: IconRef,
  person: IconPerson,
  file: IconFile,
  rows: IconRows,
  computed: IconComputed,
  number_series: IconSeries,
  inverse: IconInverse,
  email: IconEmail,
  phone: IconPhone,
  uri: IconUri,
  texts: IconTexts,
  geo: IconGeo,
  json: IconJson,
}

export function KindIcon({ kind, size = 15 }: { kind: Kind; size?: number }) {
  const Drawn = icons[kind]
  return <Drawn size={size} stroke={1.7} aria-hidden />
}
