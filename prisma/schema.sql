-- The schema that prisma/migrations make. Written by: npx tsx scripts/schema-dump.ts

CREATE TABLE activity (
    id text NOT NULL,
    at timestamp(6) with time zone NOT NULL,
    kind text NOT NULL,
    queue text,
    subscription text,
    text text NOT NULL,
    by_address text,
    by_kind text NOT NULL DEFAULT 'broker'::text,
    by_name text,
    job text,
    CONSTRAINT activity_pkey PRIMARY KEY (id)
);
CREATE INDEX activity_at_id_idx ON public.activity USING btree (at, id);

CREATE TABLE commit_mark (
    epoch bigint NOT NULL,
    mark uuid NOT NULL,
    CONSTRAINT commit_mark_pkey PRIMARY KEY (epoch)
) WITH (fillfactor=40);

CREATE TABLE dead_letter (
    subscription_id integer NOT NULL,
    seq bigint NOT NULL,
    queue_id integer NOT NULL,
    queue text NOT NULL,
    subscription text NOT NULL,
    id text NOT NULL,
    event text NOT NULL,
    payload text NOT NULL,
    key text,
    headers text,
    published_at timestamp(6) with time zone NOT NULL,
    expires_at timestamp(6) with time zone,
    bytes integer NOT NULL,
    publisher text,
    only_for text,
    reason text NOT NULL,
    attempts text NOT NULL,
    dead_at timestamp(6) with time zone NOT NULL,
    CONSTRAINT dead_letter_pkey PRIMARY KEY (subscription_id, seq)
);
CREATE INDEX dead_letter_dead_at_subscription_id_seq_idx ON public.dead_letter USING btree (dead_at, subscription_id, seq);
CREATE INDEX dead_letter_long_reason_idx ON public.dead_letter USING btree (queue, subscription, dead_at, subscription_id, seq) WHERE (octet_length(reason) > 1024);
CREATE INDEX dead_letter_queue_dead_at_subscription_id_seq_idx ON public.dead_letter USING btree (queue, dead_at, subscription_id, seq);
CREATE INDEX dead_letter_queue_id_seq_idx ON public.dead_letter USING btree (queue_id, seq);
CREATE INDEX dead_letter_queue_subscription_seq_idx ON public.dead_letter USING btree (queue, subscription, seq);
CREATE INDEX dead_letter_reason_idx ON public.dead_letter USING btree (queue, subscription, reason, dead_at, subscription_id, seq) WHERE (octet_length(reason) <= 1024);

CREATE TABLE deleted_queue (
    id integer NOT NULL,
    name text NOT NULL,
    deleted_at timestamp(6) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT deleted_queue_pkey PRIMARY KEY (id)
);

CREATE TABLE deleted_subscription (
    id integer NOT NULL,
    deleted_at timestamp(6) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT deleted_subscription_pkey PRIMARY KEY (id)
);

CREATE TABLE event_total (
    queue_id integer NOT NULL,
    event text NOT NULL,
    total bigint NOT NULL,
    through_seq bigint NOT NULL,
    bytes bigint NOT NULL DEFAULT 0,
    CONSTRAINT event_total_pkey PRIMARY KEY (queue_id, event)
) WITH (fillfactor=70);

CREATE TABLE job (
    id text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    filter text NOT NULL,
    per_second integer,
    try_first integer,
    total bigint NOT NULL,
    done bigint NOT NULL,
    reason text,
    created_at timestamp(6) with time zone NOT NULL,
    ended_at timestamp(6) with time zone,
    by text,
    starts_at timestamp(6) with time zone,
    CONSTRAINT job_pkey PRIMARY KEY (id)
);
CREATE INDEX job_ended_at_idx ON public.job USING btree (ended_at);

CREATE TABLE lease (
    id integer NOT NULL DEFAULT 1,
    epoch bigint NOT NULL DEFAULT 0,
    owner text,
    backend_pid integer,
    heartbeat_at timestamp(6) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT lease_is_one_row CHECK ((id = 1)),
    CONSTRAINT lease_pkey PRIMARY KEY (id)
) WITH (fillfactor=10);

CREATE TABLE message (
    segment integer NOT NULL,
    queue_id integer NOT NULL,
    seq bigint NOT NULL,
    ord integer NOT NULL,
    id text NOT NULL,
    event text NOT NULL,
    payload text NOT NULL,
    key text,
    headers text,
    published_at timestamp(6) with time zone NOT NULL,
    expires_at timestamp(6) with time zone,
    bytes integer NOT NULL,
    publisher text,
    only_for text,
    CONSTRAINT message_pkey PRIMARY KEY (queue_id, seq, ord, segment)
) PARTITION BY LIST (segment);

CREATE TABLE presence (
    queue_id integer NOT NULL,
    client text NOT NULL,
    events text NOT NULL,
    from_seq bigint NOT NULL,
    from_ord integer NOT NULL,
    from_at timestamp(6) with time zone NOT NULL,
    to_seq bigint,
    to_ord integer,
    to_at timestamp(6) with time zone,
    "left" boolean NOT NULL,
    CONSTRAINT presence_pkey PRIMARY KEY (queue_id, client, from_seq, from_ord, from_at)
);
CREATE INDEX presence_to_at_idx ON public.presence USING btree (to_at);

CREATE TABLE queue (
    id integer NOT NULL,
    name text NOT NULL,
    delivery text,
    ack_deadline_ms integer,
    max_failures integer,
    retention_ms bigint,
    max_bytes bigint,
    paused_at timestamp(6) with time zone,
    created_at timestamp(6) with time zone NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    last_ord integer NOT NULL,
    freed_bytes bigint NOT NULL DEFAULT 0,
    CONSTRAINT queue_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX queue_name_key ON public.queue USING btree (name);

CREATE TABLE rate (
    queue_id integer NOT NULL,
    minutes smallint NOT NULL,
    at timestamp(6) with time zone NOT NULL,
    published bigint NOT NULL,
    published_realtime bigint NOT NULL,
    delivered bigint NOT NULL,
    delivered_realtime bigint NOT NULL,
    acked bigint NOT NULL,
    missed bigint NOT NULL,
    waiting bigint NOT NULL,
    CONSTRAINT rate_pkey PRIMARY KEY (queue_id, at, minutes)
);
CREATE INDEX rate_minutes_at_idx ON public.rate USING btree (minutes, at);

CREATE TABLE retention (
    id integer NOT NULL DEFAULT 1,
    ages_from timestamp(6) with time zone NOT NULL,
    CONSTRAINT retention_is_one_row CHECK ((id = 1)),
    CONSTRAINT retention_pkey PRIMARY KEY (id)
);

CREATE TABLE scheduled (
    queue_id integer NOT NULL,
    id text NOT NULL,
    place bigint NOT NULL DEFAULT nextval('scheduled_place_seq'::regclass),
    due_at timestamp(6) with time zone NOT NULL,
    ttl_ms bigint,
    event text NOT NULL,
    payload text NOT NULL,
    key text,
    headers text,
    published_at timestamp(6) with time zone NOT NULL,
    expires_at timestamp(6) with time zone,
    bytes integer NOT NULL,
    publisher text,
    only_for text,
    CONSTRAINT scheduled_pkey PRIMARY KEY (queue_id, id)
);
CREATE INDEX scheduled_due_at_place_idx ON public.scheduled USING btree (due_at, place);
CREATE INDEX scheduled_published_at_idx ON public.scheduled USING btree (published_at);

CREATE TABLE segment (
    id integer NOT NULL,
    created_at timestamp(6) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    last_at timestamp(6) with time zone,
    sealed_at timestamp(6) with time zone,
    CONSTRAINT segment_pkey PRIMARY KEY (id)
);

CREATE TABLE segment_range (
    segment integer NOT NULL,
    queue_id integer NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    through_bytes bigint NOT NULL DEFAULT 0,
    CONSTRAINT segment_range_pkey PRIMARY KEY (segment, queue_id)
);

CREATE TABLE subscription (
    id integer NOT NULL,
    queue_id integer NOT NULL,
    name text NOT NULL,
    events text[],
    ack_deadline_ms integer,
    exclusive boolean NOT NULL,
    ordered boolean NOT NULL,
    start_seq bigint NOT NULL,
    created_at timestamp(6) with time zone NOT NULL,
    skips text NOT NULL DEFAULT '[]'::text,
    aged bigint NOT NULL DEFAULT 0,
    CONSTRAINT subscription_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX subscription_queue_id_name_key ON public.subscription USING btree (queue_id, name);

CREATE TABLE subscription_state (
    subscription_id integer NOT NULL,
    upto bigint NOT NULL,
    open text NOT NULL,
    matched bigint NOT NULL,
    acked bigint NOT NULL,
    dead bigint NOT NULL,
    updated_at timestamp(6) with time zone NOT NULL,
    CONSTRAINT subscription_state_pkey PRIMARY KEY (subscription_id)
) WITH (fillfactor=40);
