/** The API's resources by the names the pages use, and how they are fetched. */
import { taken } from './ahead'
import type { components } from './api'

type Schemas = components['schemas']
export type Name = Schemas['Name']
export type Source = Schemas['SourceView']
export type Clause = Schemas['ClauseView']
export type Assertion = Schemas['AssertionView']
export type Observation = Schemas['ObservationView']
export type Progress = Schemas['ProgressView']
export type Course = Schemas['CourseView']
export type Commitment = Schemas['CommitmentSummary']
export type CommitmentDetail = Schemas['CommitmentDetail']
export type CommitmentPage = Schemas['CommitmentPage']
export type Conflict = Schemas['ConflictView']
export type Observed = Schemas['ObservedParty']
export type Lane = Schemas['Lane']
export type Roadmap = Schemas['Roadmap']
export type Park = Schemas['ParkView']
export type District = Schemas['DistrictView']
export type Industry = Schemas['IndustryView']
export type IndustrySystem = Schemas['SystemView']
export type CityMap = Schemas['MapView']
export type Task = Schemas['TaskView']
export type DocumentSummary = Schemas['DocumentSummary']
export type DocumentDetail = Schemas['DocumentDetail']
export type Block = Schemas['BlockView']
export type Span = Schemas['SpanView']
export type Mention = Schemas['MentionView']
export type Overview = Schemas['Overview']
export type AtlasInfo = Schemas['AtlasInfo']
export type DataReport = Schemas['DataReport']
export type SearchHit = Schemas['SearchHit']
export type Review = Schemas['ReviewView']
export type ReviewList = Schemas['ReviewList']
export type Version = Schemas['VersionView']
export type VersionList = Schemas['VersionList']
export type VersionDiff = Schemas['VersionDiff']
export type IndustryHistory = Schemas['IndustryHistory']
export type CheckReport = Schemas['CheckReport']
export type CheckedFigure = Schemas['CheckedFigure']
export type RegisterList = Schemas['RegisterList']
export type RegisterMark = Schemas['RegisterMark']
export type Tables = Schemas['TablesView']
export type Grid = Schemas['GridView']
export type Areas = Schemas['AreasView']
export type Area = Schemas['AreaView']
export type Figures = Schemas['FiguresView']
export type Planned = Schemas['PlannedItem']
export type Establishment = Schemas['EstablishmentView']
export type Profile = Schemas['AreaProfile']
export type CodeFigures = Schemas['CodeFigures']
export type ShiftShare = Schemas['ShiftShareView']
export type ParkState = Schemas['ParkFacts']
export type IndustryState = Schemas['IndustryState']
export type Overlap = Schemas['OverlapView']
export type Account = Schemas['AccountView']
export type KeyIndustries = Schemas['KeyIndustries']
export type QualityReport = Schemas['QualityReport']
export type Clusters = Schemas['ClustersView']
export type Cluster = Schemas['ClusterView']
export type PromisedTier = Schemas['PromisedTier']
export type Decision = Schemas['DecisionView']
export type DecisionGiven = Schemas['DecisionGiven']

/** What went wrong, in the three ways that need different words. */
export type Failure =
  | { kind: 'offline' }
  | { kind: 'missing'; detail: string }
  | { kind: 'server'; detail: string }

export class ResourceError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind)
  }
}

// An atlas changes while it is served by decisions alone, after which nothing is kept.
const answers = new Map<string, unknown>()

/** Forget every answer. */
export function forget(): void {
  answers.clear()
}

/** The answer if it is already here. */
export function known<T>(path: string): T | undefined {
  return answers.get(path) as T | undefined
}

/** Fetch one resource; the path is relative to the page, so any prefix works. */
export async function fetchResource<T>(path: string, signal?: AbortSignal): Promise<T> {
  const here = known<T>(path)
  if (here !== undefined) return here
  const answer = await askNow<T>(path, signal)
  answers.set(path, answer)
  return answer
}

/** Fetch one resource that may be another in a moment: the answer is not kept. */
export async function askNow<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await (taken(path) ??
      fetch(`api/${path}`, {
        headers: { accept: 'application/json' },
        ...(signal ? { signal } : {}),
      }))
  } catch (problem) {
    if (signal?.aborted) throw problem
    throw new ResourceError({ kind: 'offline' })
  }
  if (!response.ok) {
    const detail = await problemDetail(response)
    throw new ResourceError({ kind: response.status === 404 ? 'missing' : 'server', detail })
  }
  return (await response.json()) as T
}

/** Send one decision on a review; what is shown elsewhere may have changed by it. */
export async function sendDecision(
  review: string,
  decision: Partial<DecisionGiven>,
): Promise<void> {
  let response: Response
  try {
    response = await fetch(`api/reviews/${encodeURIComponent(review)}/decision`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(decision),
    })
  } catch {
    throw new ResourceError({ kind: 'offline' })
  }
  if (!response.ok) {
    throw new ResourceError({ kind: 'server', detail: await problemDetail(response) })
  }
}

/** The words of an RFC 9457 problem, or the bare status. */
async function problemDetail(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { title?: string; detail?: unknown }
    if (typeof problem.detail === 'string') return problem.detail
    if (problem.title) return problem.title
  } catch {
    // Not JSON: the status says enough.
  }
  return `${response.status} ${response.statusText}`.trim()
}

type QueryValue = string | number | readonly string[] | null | undefined

/** A path with its query; empty values are left out, lists repeat their key. */
export function query(path: string, values: Record<string, QueryValue>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    if (Array.isArray(value)) for (const one of value) parameters.append(key, one)
    else if (value !== '' && value !== null && value !== undefined) {
      parameters.set(key, String(value))
    }
  }
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}
