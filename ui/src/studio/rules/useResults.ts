import { usePlaced } from '../panel/place'
import { useProblems, useStudio, useText } from '../shell/context'
import { readCases } from './cases'
import { type Result, resultsOf } from './results'

/** The examples of a rule with what came of them. */
export function useResults(file: string, cases: string): Result[] {
  const { problems } = useStudio()
  const { rows } = readCases(useText(cases))
  return resultsOf(rows.length, useProblems(file), usePlaced(cases), problems !== null)
}
