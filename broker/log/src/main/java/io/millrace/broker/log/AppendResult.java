package io.millrace.broker.log;

/**
 * Where a batch went.
 *
 * @param logAppendTimeMs the broker's time if the topic uses LogAppendTime, else -1
 * @param duplicate the batch was there already: the offsets are the original ones, nothing was written
 */
public record AppendResult(
        long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset, boolean duplicate) {}
