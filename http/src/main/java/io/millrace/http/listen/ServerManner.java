package io.millrace.http.listen;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.http.access.GateManner;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * How a server that knows callers by their names alone speaks at its gate.
 *
 * @param realm what people are told they need a password for
 * @param peer what another server of this kind is called
 * @param error the document of an error, by its code and its message
 * @param open which requests nobody needs to say his name for
 */
public record ServerManner(
        String realm,
        String peer,
        MediaType type,
        BiFunction<Integer, String, String> error,
        Predicate<RequestHeaders> open)
        implements GateManner<String> {

    @Override
    public String anybody() {
        return Entrance.ANONYMOUS;
    }

    @Override
    public Optional<String> probe(RequestHeaders headers) {
        return open.test(headers) ? Optional.of(Entrance.ANONYMOUS) : Optional.empty();
    }

    @Override
    public String body(int status, String message) {
        return error.apply(status, message);
    }
}
