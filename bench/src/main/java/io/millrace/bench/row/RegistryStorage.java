package io.millrace.bench.row;

import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.Server;
import java.io.IOException;
import java.nio.file.Path;

/** Where the registries that are compared keep their schemas; for ours it is a broker's log in either case. */
enum RegistryStorage {
    /** What each does when nobody says otherwise. */
    DEFAULT(Reference.APICURIO, "registry") {
        @Override
        Server start(Peer peer, Path folder) throws IOException {
            return peer.startRegistry(folder);
        }
    },
    /** The log of a broker for both, so that both acknowledge the same thing. */
    LOG(Reference.APICURIO_ON_KAFKA, "registry with its log") {
        @Override
        Server start(Peer peer, Path folder) throws IOException {
            return peer.startRegistryOnLog(folder);
        }
    };

    private final Reference reference;
    private final String label;

    RegistryStorage(Reference reference, String label) {
        this.reference = reference;
        this.label = label;
    }

    /** What ours is compared with. */
    Reference reference() {
        return reference;
    }

    /** What the labels of its figures begin with. */
    String label() {
        return label;
    }

    /** Returns at once. */
    abstract Server start(Peer peer, Path folder) throws IOException;
}
