package io.millrace.connect.worker.agent;

/** What commands are carried out with. */
record CommandParts(
        WorkerAgent agent,
        CommandQueue queue,
        Judgement judgement,
        OffsetAdmin offsets,
        TopicTracker topics,
        boolean topicTracking,
        boolean topicReset,
        String kafkaClusterId) {}
