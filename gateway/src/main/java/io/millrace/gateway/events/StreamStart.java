package io.millrace.gateway.events;

import io.millrace.gateway.consume.ReadSpots;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a client wants its stream to begin.
 *
 * @param resumed where it was before, if it comes again
 * @param latest whether a new one begins at the ends of the partitions, or at their beginnings
 */
record StreamStart(Optional<Positions> resumed, boolean latest) {
    /**
     * The header goes before the query, which browsers repeat as it was when they come again; at first they can send only the
     * query.
     */
    static StreamStart of(Exchange exchange) {
        boolean latest =
                switch (exchange.query("offset").orElse("latest").toLowerCase(Locale.ROOT)) {
                    case "latest" -> true;
                    case "earliest" -> false;
                    default ->
                        throw new HttpProblemException(
                                400,
                                "offset of a stream is earliest or latest, not '"
                                        + exchange.query("offset").orElse("")
                                        + "'; elsewhere it goes on by Last-Event-ID");
                };
        Optional<Positions> resumed = exchange.header("Last-Event-ID")
                .filter(id -> !id.isEmpty())
                .or(() -> exchange.query("last_event_id").filter(id -> !id.isEmpty()))
                .map(Positions::of);
        return new StreamStart(resumed, latest);
    }

    /** The first offset to read of a partition that begins and ends there. */
    long first(int partition, long beginning, long end) {
        if (resumed.isEmpty()) {
            return latest ? end : beginning;
        }
        if (partition >= resumed.get().partitions()) {
            // It is younger than the id: all that is in it is new to the client.
            return beginning;
        }
        long next = resumed.get().next(partition);
        if (next < beginning) {
            throw ReadSpots.deleted(next, "partition " + partition + " begins at " + beginning + " now");
        }
        if (next > end) {
            throw ReadSpots.notWritten(next, "partition " + partition + " ends at " + end);
        }
        return next;
    }
}
