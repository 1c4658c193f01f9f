import type {
  Audience,
  BrokerApi,
  BrokerStatus,
  Changed,
  DeleteOptions,
  DeliveryAction,
  DeliveryView,
  From,
  LetterEdit,
  LinkView,
  MessageRef,
  Nack,
  PublishInput,
  PublishOutcome,
  PurgeInput,
  QueueView,
  RateSeries,
  RedriveOptions,
  Settled,
  SettleInput,
  Sought,
  Subscribed,
  SubscribeInput,
  SubscriptionChange,
  SubscriptionView,
  Totals,
} from './api.ts'
import { BrokerError, refuseUnread } from './errors.ts'
import { clientOf } from './life/activities.ts'
import type { CoreDeps } from './life/core.ts'
import { Core } from './life/core.ts'
import type { BrokerOptions } from './limits.ts'
import type {
  Actor,
  Delivery,
  Events,
  Job,
  LetterFilter,
  LetterRef,
  Message,
  Presence,
  QueueSettings,
} from './model.ts'
import type { Link, Outlet } from './ports.ts'
import { consumerOf } from './subscription/attachments.ts'
import { heldEntry, settle } from './subscription/settle.ts'

export type { BrokerOptions }

/**
 * The broker. `starting` (or `standby`, while another process owns the log) → `running` ⇄ `storage` (the log fails for
 * now; publishes wait) → `closing`, or → `lost` (another process owns the log; nothing is written any more).
 * The verbs live in the parts that `core.ts` composes; this class is the door.
 */
export class Broker implements BrokerApi {
  readonly #core: Core

  constructor(deps: CoreDeps) {
    this.#core = new Core(deps)
  }

  get status(): BrokerStatus {
    return this.#core.status
  }

  get storageAwayAt(): number | null {
    return this.#core.storageAwayAt
  }

  get startedAt(): number {
    return this.#core.startedAt
  }

  get autoCreates(): boolean {
    return this.#core.autoCreates
  }

  start(): Promise<void> {
    return this.#core.start()
  }

  drain(): Promise<void> {
    return this.#core.drain()
  }

  publish(input: PublishInput, publisher: Link | null, confirm: (outcome: PublishOutcome) => void): void {
    this.#core.publisher.publish(input, publisher, confirm)
  }

  connect(link: Link): void {
    this.#core.registry.link(link)
    this.#core.changes.note('connections', null)
  }

  disconnect(link: Link): void {
    this.#core.disconnect(link)
  }

  leave(link: Link, queue: string): void {
    this.#core.leave(link, queue)
  }

  async subscribeRealtime(link: Link, outlet: Outlet, queue: string, events: Events): Promise<Events> {
    this.#core.refuseIfClosed()
    return this.#core.realtime.subscribe(link, outlet, queue, events)
  }

  unsubscribeRealtime(link: Link, queue: string, events?: Events): void {
    this.#core.realtime.unsubscribe(link, queue, events)
  }

  async subscribe(link: Link, outlet: Outlet, input: SubscribeInput): Promise<Subscribed> {
    this.#core.refuseIfClosed()
    const subscribed = await this.#core.subscribing.subscribe(link, outlet, input).catch(refuseUnread)
    this.#core.changes.note('subscriptions', input.queue)
    return subscribed
  }

  async unsubscribe(link: Link, queue: string, name: string, how: 'detach' | 'drain' | 'forever'): Promise<void> {
    const consumer = this.#consumer(link, queue, name)
    this.#core.changes.note('subscriptions', queue)
    if (how === 'forever') return this.#core.people.deleteSubscription(queue, name, clientOf(link))
    if (how === 'drain') return this.#core.attachments.drain(consumer)
    this.#core.attachments.detach(consumer, false)
  }

  ack(link: Link, queue: string, subscription: string, seq: number, attempt: number): void {
    const entry = this.#held(link, queue, subscription, seq, attempt)
    if (entry !== null) this.#core.settlement.ack(entry, this.#core.clock.now())
  }

  nack(link: Link, queue: string, subscription: string, seq: number, attempt: number, nack: Nack): void {
    const entry = this.#held(link, queue, subscription, seq, attempt)
    if (entry !== null) this.#core.settlement.nack(entry, nack, this.#core.clock.now())
  }

  async settle(link: Link, queue: string, input: SettleInput): Promise<Settled> {
    return settle(this.#consumer(link, queue, input.name), input, this.#core)
  }

  createQueue(name: string, settings?: Partial<QueueSettings>, by?: Actor): Promise<QueueView> {
    return this.#core.people.createQueue(name, settings ?? {}, by)
  }

  updateQueue(name: string, settings: Partial<QueueSettings>, by?: Actor): Promise<QueueView> {
    return this.#core.people.updateQueue(name, settings, by)
  }

  pauseQueue(name: string, paused: boolean, by?: Actor): Promise<void> {
    return this.#core.people.pauseQueue(name, paused, by)
  }

  deleteSubscription(queue: string, name: string, by?: Actor): Promise<void> {
    return this.#core.people.deleteSubscription(queue, name, by)
  }

  closeLink(id: string, reconnect: boolean, by?: Actor): void {
    this.#core.people.closeLink(id, reconnect, by)
  }

  cancelScheduled(queue: string, id: string, by?: Actor): Promise<boolean> {
    return this.#core.errands.delayed.cancel(queue, id, by)
  }

  actOnDelivery(
    queue: string,
    name: string,
    seq: number,
    action: DeliveryAction,
    by?: Actor,
  ): Promise<{ readonly seq: number }> {
    return this.#core.errands.byHand.act({ queue, name, seq, by }, action)
  }

  redrive(selection: LetterFilter, options: RedriveOptions = {}): Promise<Job> {
    return this.#core.errands.jobs.redrive(selection, options)
  }

  redriveEdited(letter: LetterRef, edit: LetterEdit, by?: Actor): Promise<{ readonly seq: number }> {
    return this.#core.errands.jobs.redriveEdited(letter, edit, by)
  }

  deleteLetters(selection: LetterFilter, options: DeleteOptions = {}): Promise<Job> {
    return this.#core.errands.jobs.deleteLetters(selection, options)
  }

  jobs(): readonly Job[] {
    return this.#core.errands.jobs.list()
  }

  job(id: string): Job {
    return this.#core.errands.jobs.get(id)
  }

  cancelJob(id: string, by?: Actor): Promise<Job> {
    return this.#core.errands.jobs.cancel(id, by)
  }

  updateSubscription(queue: string, name: string, change: SubscriptionChange, by?: Actor): Promise<SubscriptionView> {
    return this.#core.people.updateSubscription(queue, name, change, by)
  }

  async purge(queue: string, input: PurgeInput = {}, by?: Actor): Promise<number> {
    this.#core.refuseIfClosed()
    return this.#core.keeping.purging.purge(queue, input, by).catch(refuseUnread)
  }

  async seek(queue: string, name: string, from: From, by?: Actor): Promise<Sought> {
    this.#core.refuseIfClosed()
    return this.#core.keeping.seeking.seek(queue, name, from, by).catch(refuseUnread)
  }

  async foreseeSeek(queue: string, name: string, from: From): Promise<Sought> {
    return this.#core.keeping.seeking.foresee(queue, name, from).catch(refuseUnread)
  }

  detach(queue: string, name: string, connection: string, by?: Actor): void {
    this.#core.people.detach(queue, name, connection, by)
  }

  async deleteQueue(name: string, by?: Actor): Promise<void> {
    this.#core.refuseIfClosed()
    return this.#core.keeping.deleting.delete(name, by)
  }

  now(): number {
    return this.#core.clock.now()
  }

  queues(): readonly QueueView[] {
    return this.#core.looking.queues()
  }

  queue(name: string): QueueView {
    return this.#core.looking.queue(name)
  }

  subscriptions(queue?: string): readonly SubscriptionView[] {
    return this.#core.looking.subscriptions(queue)
  }

  subscription(queue: string, name: string): SubscriptionView {
    return this.#core.looking.subscription(queue, name)
  }

  links(): readonly LinkView[] {
    return this.#core.looking.links()
  }

  audience(queue: string, event: string, delivery: Delivery, key?: string): Audience {
    return this.#core.looking.audience(queue, { event, delivery, key })
  }

  deliveries(queue: string, message: MessageRef): readonly DeliveryView[] {
    return this.#core.looking.deliveriesOfEach(queue, [message])[0] ?? []
  }

  deliveriesOfEach(queue: string, messages: readonly MessageRef[]): readonly (readonly DeliveryView[])[] {
    return this.#core.looking.deliveriesOfEach(queue, messages)
  }

  delivery(queue: string, name: string, message: MessageRef): DeliveryView | null {
    return this.#core.looking.delivery(queue, name, message)
  }

  openSeqs(queue: string, subscription: string, state: 'inFlight' | 'retrying' | 'pending'): readonly number[] {
    return this.#core.looking.openSeqs(queue, subscription, state)
  }

  presence(queue: string): readonly Presence[] {
    return this.#core.looking.presence(queue)
  }

  rates(queue?: string): RateSeries {
    return this.#core.looking.rates(queue)
  }

  totals(): Totals {
    return this.#core.looking.totals()
  }

  watch(listener: (changed: Changed) => void): () => void {
    return this.#core.changes.watch(listener)
  }

  tail(queue: string, listener: (message: Message) => void): () => void {
    return this.#core.looking.tail(queue, listener)
  }

  /** @throws BrokerError E_NO_SUBSCRIPTION when this link does not consume it. */
  #consumer(link: Link, queue: string, name: string): NonNullable<ReturnType<typeof consumerOf>> {
    const state = this.#core.registry.links.get(link)
    const subscription = this.#core.registry.queues.get(queue)?.subscriptions.get(name)
    const consumer = state && subscription && consumerOf(subscription, state)
    if (consumer === undefined) {
      throw new BrokerError('E_NO_SUBSCRIPTION', `this connection is not subscribed to ${name} of ${queue}`)
    }
    return consumer
  }

  /** The delivery, if this link holds it and it is this attempt; anything else is a late or forged settlement. */
  #held(link: Link, queue: string, name: string, seq: number, attempt: number): ReturnType<typeof heldEntry> {
    const state = this.#core.registry.links.get(link)
    const subscription = this.#core.registry.queues.get(queue)?.subscriptions.get(name)
    const consumer = state && subscription && consumerOf(subscription, state)
    const entry = consumer === undefined ? null : heldEntry(consumer, seq)
    return entry?.attempts === attempt ? entry : null
  }
}
