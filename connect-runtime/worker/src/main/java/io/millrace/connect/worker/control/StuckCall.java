package io.millrace.connect.worker.control;

import java.util.List;

/**
 * A call into a plugin that has lasted longer than such calls should.
 *
 * @param sinceMs when it was first seen, in milliseconds since 1970; at most one look after it began
 * @param call the method of the plugin, as in {@code put}
 * @param stack of the thread when the call came to count as stuck, the newest frame first; cut where it is long
 */
public record StuckCall(long sinceMs, String call, String thread, List<String> stack) {}
