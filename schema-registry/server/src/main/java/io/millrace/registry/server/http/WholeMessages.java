package io.millrace.registry.server.http;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.server.RoutingContext;

/**
 * Which requests and answers come and go as one piece: a stream costs a good part of the time of those that are small. A
 * body that is long, or does not say how long it is, stays a stream, so that the budget sees it before it is in memory; so
 * does an answer that may be made line by line.
 */
final class WholeMessages {
    /** Bytes of a body that its connection gathers by itself; the budget counts it when it is there. */
    static final int BODY_MAX = Registry.PROMPT_CHARACTERS_MAX;

    private WholeMessages() {}

    static ExchangeType typeOf(RoutingContext context) {
        long declared = context.headers().contentLength();
        boolean whole = declared >= 0 && declared <= BODY_MAX;
        if (mayBeLines(context.path())) {
            return whole ? ExchangeType.RESPONSE_STREAMING : ExchangeType.BIDI_STREAMING;
        }
        return whole ? ExchangeType.UNARY : ExchangeType.REQUEST_STREAMING;
    }

    /** The path has its escapes decoded by then, but for those of characters that this name does not have. */
    private static boolean mayBeLines(String path) {
        return path.contains(ExportHandler.LAST_SEGMENT);
    }
}
