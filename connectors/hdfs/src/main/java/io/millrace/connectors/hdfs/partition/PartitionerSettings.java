package io.millrace.connectors.hdfs.partition;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * What partitioners are made of.
 *
 * @param name short name or class name
 * @param fields fields of the field partitioner
 * @param durationMs the stretch of the time partitioner
 * @param pathFormat the folders of the time partitioner
 * @param locale the language of names in folders
 * @param zone the time zone of folders
 * @param extractor where event time comes from
 */
public record PartitionerSettings(
        String name,
        List<String> fields,
        long durationMs,
        String pathFormat,
        Locale locale,
        ZoneId zone,
        TimestampExtractor extractor) {}
