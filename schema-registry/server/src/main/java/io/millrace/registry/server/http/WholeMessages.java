package io.millrace.registry.server.http;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.server.RoutingContext;

/**
 * Which requests and answers come and go as one piece: a stream costs a good part of the time of those that are small. A
 * body that is long, or does not say how long it is, stays a stream, so that the budget sees it before it is in memory; so
 * does one on a connection that carries many at once, and an answer that may be made line by line.
 */
final class WholeMessages {
    /**
     * Bytes of a body that its connection gathers by itself; the budget counts it when all of it is there. As many as a
     * connection may hold of a head that is under way, so that it never holds much more than that.
     */
    static final int BODY_MAX = Flags.defaultHttp1MaxHeaderSize();

    private WholeMessages() {}

    static ExchangeType typeOf(RoutingContext context) {
        boolean whole = isSmall(context);
        if (mayBeLines(context.path())) {
            return whole ? ExchangeType.RESPONSE_STREAMING : ExchangeType.BIDI_STREAMING;
        }
        return whole ? ExchangeType.UNARY : ExchangeType.REQUEST_STREAMING;
    }

    private static boolean isSmall(RoutingContext context) {
        long declared = context.headers().contentLength();
        boolean oneAtATime = !context.sessionProtocol().isMultiplex();
        return declared == 0 || (declared > 0 && declared <= BODY_MAX && oneAtATime);
    }

    /** The path has its escapes decoded by then, but for those of characters that this name does not have. */
    private static boolean mayBeLines(String path) {
        return path.contains(ExportHandler.LAST_SEGMENT);
    }
}
