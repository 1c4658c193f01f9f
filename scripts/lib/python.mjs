import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { at, run, Stop, step } from './run.mjs'

const venv = at('.cache', 'python')
const own = `${venv}/bin/python3`

/** Whether that Python has the Socket.IO client with what it needs to connect. */
const fits = (python) => spawnSync(python, ['-c', 'import requests, socketio'], { stdio: 'ignore' }).status === 0

/** A Python that has python-socketio, or undefined. One on PATH may be another than the system's, which has Debian's packages. */
export const findPython = () => ['python3', '/usr/bin/python3', own].find(fits)

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => run('apt-get', args, { quiet: true, env })
  if ((await apt('update')) !== 0) return undefined
  const packages = ['python3-socketio', 'python3-requests', 'python3-websocket']
  await apt('install', '-y', '--no-install-recommends', ...packages)
  return findPython()
}

/** In a folder of the repository, so that it changes no Python of the machine. */
async function fromIndex() {
  if (!fits(own)) {
    const made = await run('python3', ['-m', 'venv', venv], { quiet: true }).catch(() => 1)
    if (made !== 0) return undefined
    const pip = ['-m', 'pip', 'install', '--quiet', 'python-socketio[client]']
    if ((await run(own, pip, { quiet: true })) !== 0) return undefined
  }
  return findPython()
}

/** A Python with python-socketio, which runs the Python that the dashboard copies: Debian's (as root), else from PyPI. */
export async function ensurePython() {
  const found = process.env.PYTHON_PATH ?? findPython()
  if (found !== undefined) return found
  let python
  await step('Fetching python-socketio for the code that the dashboard copies', async () => {
    python = (await fromDebian()) ?? (await fromIndex())
    if (python === undefined) {
      throw new Stop(
        'No Python with python-socketio: run `pip install "python-socketio[client]"`, or name a python3 that has it in PYTHON_PATH, and run it again.',
      )
    }
  })
  return python
}
