package io.millrace.connect.worker.agent;

import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.letters.DeadLetterDesk;
import io.millrace.connect.worker.preview.PreviewDesk;

/** What commands are carried out with. */
record CommandParts(
        WorkerAgent agent,
        CommandQueue queue,
        Judgement judgement,
        OffsetAdmin offsets,
        DeadLetterDesk letters,
        TopicTracker topics,
        boolean topicTracking,
        boolean topicReset,
        String kafkaClusterId,
        LeaderGate gate,
        ClusterLoggers loggers,
        ConnectorValidator validator,
        StackReads stacks,
        PreviewDesk previews) {}
