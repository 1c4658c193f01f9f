/** The server as it is, but for the pages, which tests and benchmarks of the broker have no use for. */
import { runProcess } from '../process.ts'

await runProcess('none')
