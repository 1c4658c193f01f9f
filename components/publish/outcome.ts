export { ResultsTable } from './form/results-table.tsx'
export { RunCard } from './many/run-card.tsx'
