package io.millrace.connectors.hdfs.config;

import java.time.ZoneId;

/**
 * When open files end; -1 where a rule is off.
 *
 * @param maxRecords records of a Kafka partition in a commit
 * @param maxBytes about how large a file gets
 * @param eventSpanMs event time that records of a commit may span
 * @param scheduleMs wall-clock grid
 * @param idleMs wall-clock time without a record
 * @param zone the zone in which the grid is aligned
 */
public record RotationSettings(
        int maxRecords, long maxBytes, long eventSpanMs, long scheduleMs, long idleMs, ZoneId zone) {}
