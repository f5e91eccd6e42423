package io.millrace.gateway.http;

import java.util.List;
import java.util.Map;

/**
 * The answer to lines that were taken as a whole: a 200 with lines.
 *
 * @param headers beside the usual ones
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record LineAnswer(byte[] lines, Map<String, String> headers) {
    /** The lines of results that are all done. */
    public static byte[] lines(List<Pending> results) {
        ResultBuffer out = new ResultBuffer();
        for (Pending each : results) {
            each.write(out);
            out.endLine();
        }
        return out.take();
    }
}
