/** Next calls this when a navigation begins, whatever began it. */
export { leaveFor as onRouterTransitionStart } from './components/shell/address/writes.ts'
