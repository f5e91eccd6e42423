package io.millrace.broker.coordinator.decision;

import java.util.List;

/** The answers to send once the high watermark has passed everything that the shard has appended so far. */
public record Effects(List<Reply> replies) {
    public static final Effects NONE = new Effects(List.of());

    public Effects {
        replies = List.copyOf(replies);
    }
}
