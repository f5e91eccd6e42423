package io.millrace.broker.coordinator.decision;

import java.util.List;

/**
 * What is to be done once the high watermark has passed everything that the shard has appended so far.
 *
 * @param replies the answers to send
 * @param markers the ends of transactions to write
 */
public record Effects(List<Reply> replies, List<TransactionMarkers> markers) {
    public static final Effects NONE = new Effects(List.of());

    public Effects {
        replies = List.copyOf(replies);
        markers = List.copyOf(markers);
    }

    public Effects(List<Reply> replies) {
        this(replies, List.of());
    }

    public boolean isEmpty() {
        return replies.isEmpty() && markers.isEmpty();
    }
}
