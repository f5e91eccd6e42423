package io.millrace.connect.worker.control;

import java.util.List;

/**
 * What a re-drive did.
 *
 * @param redriven letters that went back to the topics that their records came from
 * @param passedOver letters that cannot go back; they stay where they are and can be read
 * @param remaining letters that lie behind these, at the time of the call
 */
public record RedriveResult(long redriven, List<StoredLetter> passedOver, long remaining) {}
