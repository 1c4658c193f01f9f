-- The schema that prisma/migrations make. Written by: npx tsx scripts/schema-dump.ts

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
CREATE INDEX dead_letter_queue_id_seq_idx ON public.dead_letter USING btree (queue_id, seq);

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
    CONSTRAINT event_total_pkey PRIMARY KEY (queue_id, event)
) WITH (fillfactor=70);

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
    CONSTRAINT queue_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX queue_name_key ON public.queue USING btree (name);

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
