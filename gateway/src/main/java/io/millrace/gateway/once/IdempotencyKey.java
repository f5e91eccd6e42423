package io.millrace.gateway.once;

import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.gateway.http.HttpProblemException;
import java.util.List;
import java.util.Optional;

/** The header by which a client says that two requests are one. */
public final class IdempotencyKey {
    public static final String HEADER = "Idempotency-Key";

    private static final int LENGTH_MAX = 255;

    private IdempotencyKey() {}

    /** Empty where the client promises nothing; fails with 400 when it is not a key. */
    public static Optional<String> of(RequestHeaders headers) {
        List<String> written = headers.getAll(HEADER);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String key = written.get(0);
        boolean visible = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (written.size() > 1 || key.isEmpty() || key.length() > LENGTH_MAX || !visible) {
            throw new HttpProblemException(
                    400, HEADER + " is given once, with 1 to " + LENGTH_MAX + " visible characters of ASCII");
        }
        return Optional.of(key);
    }

    /** Refuses a key where its promise cannot be kept. */
    public static void refuse(RequestHeaders headers, String instead) {
        if (headers.contains(HEADER)) {
            // To take it and not to keep its promise would be worse.
            throw new HttpProblemException(400, HEADER + " is not for streams; " + instead);
        }
    }
}
