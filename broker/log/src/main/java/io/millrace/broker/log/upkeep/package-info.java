/**
 * Decisions about old data and the memory of what is on disk: retention, compaction, the recovery checkpoint.
 * Floor 0; runs on the directory's upkeep thread, and on the opening thread during recovery.
 */
package io.millrace.broker.log.upkeep;
