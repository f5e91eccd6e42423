package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.config.RotationSettings;
import io.millrace.connectors.hdfs.format.FileFormat;
import io.millrace.connectors.hdfs.partition.Partitioner;
import io.millrace.connectors.hdfs.partition.TimestampExtractor;

/** What the writers of all partitions of a task share. */
record WriterSettings(
        FileFormat format,
        Partitioner partitioner,
        TimestampExtractor extractor,
        RotationSettings rotation,
        SchemaRule schemaRule,
        boolean failsOnNullValues,
        int zeroPadWidth,
        RetrySettings retry) {

    /** How errors of the file system are waited out. */
    record RetrySettings(long backoffMs, int maxRetries) {}

    static WriterSettings of(HdfsSinkConfig config) {
        return new WriterSettings(
                config.format(),
                config.partitioner(),
                config.timestampExtractor(),
                config.rotation(),
                new SchemaRule(config.compatibility()),
                config.failsOnNullValues(),
                config.zeroPadWidth(),
                new RetrySettings(config.retryBackoffMs(), config.maxRetries()));
    }
}
