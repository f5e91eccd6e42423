package io.millrace.broker.network;

/**
 * Bounds on the size of one request frame.
 *
 * @param bulkApiKey the api key whose requests carry records and may use {@code maxBulkFrameBytes}
 * @param maxBulkFrameBytes largest frame of that key
 * @param maxFrameBytes largest frame of every other key: parsing those allocates objects in proportion to the frame
 */
public record FrameLimits(short bulkApiKey, int maxBulkFrameBytes, int maxFrameBytes) {

    /** Api key, version and correlation id: nothing shorter is a Kafka request. */
    static final int MIN_FRAME_BYTES = 8;

    int maxBytes(short apiKey) {
        return apiKey == bulkApiKey ? maxBulkFrameBytes : Math.min(maxFrameBytes, maxBulkFrameBytes);
    }
}
