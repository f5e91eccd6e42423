package io.millrace.broker.log.config;

import org.apache.kafka.common.record.TimestampType;

/** What an appended batch must satisfy. */
public record BatchSettings(
        int maxMessageBytes,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        String compressionType) {}
