package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.wire.MetadataFormatException;

/**
 * The version of the rules by which commands are decided. All nodes must decide alike, so a changed rule comes with a
 * new number and is used only when the image says so.
 */
public final class MetadataVersion {
    public static final int FIRST = 1;
    public static final int LATEST = 1;

    private MetadataVersion() {}

    /** Refuses what this build can not decide like the build that wrote it. */
    public static void requireKnown(int version) {
        if (version > LATEST) {
            throw new MetadataFormatException("The metadata was written with metadata version " + version
                    + ", this build knows versions " + FIRST + " to " + LATEST
                    + ". Start the newer build of Millrace that wrote it; nothing was changed.");
        }
        if (version < FIRST) {
            throw new MetadataFormatException("The metadata carries the impossible metadata version " + version);
        }
    }
}
