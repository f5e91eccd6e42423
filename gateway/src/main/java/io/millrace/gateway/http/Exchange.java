package io.millrace.gateway.http;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One request as its handler sees it.
 *
 * @param type in which it is answered: what the client accepts, of what its path offers
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Exchange(ServiceRequestContext context, RequestHeaders headers, byte[] body, MediaType type) {
    /** A named part of the path, decoded. */
    public String part(String name) {
        return context.pathParam(name);
    }

    /** A named part of the path that is a number of a partition. */
    public int partition(String name) {
        try {
            int partition = Integer.parseInt(part(name));
            if (partition >= 0) {
                return partition;
            }
        } catch (NumberFormatException e) {
            throw notAPartition(name);
        }
        throw notAPartition(name);
    }

    private HttpProblemException notAPartition(String name) {
        return new HttpProblemException(404, 404, "'" + part(name) + "' is not a partition");
    }

    /** A parameter of the query. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /** Refuses all other parameters of the query: one that is passed over is a mistake. */
    public void requireOnly(Set<String> known) {
        for (String name : context.queryParams().names()) {
            if (!known.contains(name)) {
                String there =
                        known.isEmpty() ? "there are none" : "there are " + String.join(", ", new TreeSet<>(known));
                throw new HttpProblemException(400, "There is no query parameter " + name + "; " + there);
            }
        }
    }

    /** A parameter of the query that is a whole number. */
    public long number(String name, long otherwise, long min, long max) {
        Optional<String> written = query(name);
        if (written.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(written.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(name, written.get(), min, max);
        }
        throw outside(name, written.get(), min, max);
    }

    private static HttpProblemException outside(String name, String written, long min, long max) {
        return new HttpProblemException(
                400,
                "The query parameter " + name + " is a number from " + min + " to " + max + ", not '" + written + "'");
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What the body says it is, without parameters; empty if it does not say or cannot be understood. */
    public Optional<MediaType> contentType() {
        return Optional.ofNullable(headers.contentType()).map(MediaType::withoutParameters);
    }
}
