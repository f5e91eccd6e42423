package io.millrace.http.access;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Optional;

/** How a server speaks at its gate, and whom it lets through without a question. */
public interface GateManner<C> {
    /** Whoever comes, where nobody is asked who he is. */
    C anybody();

    /** Whoever needs not say who he is for this request: a probe of the server's health, which learns no more. */
    Optional<C> probe(RequestHeaders headers);

    /** The name of the server for people who are asked for a password. */
    String realm();

    /** What others of its kind are called, such as {@code worker}. */
    String peer();

    /** The type of {@link #body}. */
    MediaType type();

    /** An error document. */
    String body(int status, String message);
}
