package io.millrace.broker.consensus;

import io.millrace.broker.metadata.image.MetadataImage;

/**
 * Hears of new images, in order, on one thread. Several changes may come as one step. A listener must not wait for a
 * command: its answer comes only after the listeners have seen what the command did.
 */
@FunctionalInterface
public interface ImageListener {
    void onImage(MetadataImage previous, MetadataImage current);
}
