/** What `npm start` and `npm run dev` run. */
import { runProcess } from './process.ts'

await runProcess(process.env.NODE_ENV === 'development' ? 'dev' : 'built')
