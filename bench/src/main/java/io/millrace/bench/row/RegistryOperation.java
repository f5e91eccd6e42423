package io.millrace.bench.row;

import io.millrace.bench.load.RegistryRequests;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** What clients ask of a registry. */
enum RegistryOperation {
    BY_ID("get by id", 5) {
        @Override
        Supplier<ByteBuffer> requests(RegistryRequests all, int connection) {
            return all.byId(connection);
        }
    },
    LATEST("get the latest version", 5) {
        @Override
        Supplier<ByteBuffer> requests(RegistryRequests all, int connection) {
            return all.latest(connection);
        }
    },
    LOOK_UP("look a schema up", 5) {
        @Override
        Supplier<ByteBuffer> requests(RegistryRequests all, int connection) {
            return all.lookUps(connection);
        }
    },
    CHECK("check compatibility with 100 versions", 5) {
        @Override
        Supplier<ByteBuffer> requests(RegistryRequests all, int connection) {
            return all.checks(connection);
        }
    },
    REGISTER_KNOWN("register a schema that is there", 10) {
        @Override
        Supplier<ByteBuffer> requests(RegistryRequests all, int connection) {
            return all.known(connection);
        }
    },
    REGISTER_NEW("register a new schema", 10) {
        @Override
        Supplier<ByteBuffer> requests(RegistryRequests all, int connection) {
            return all.unknown();
        }
    };

    private final String label;
    private final double timesAsMany;

    /** {@code timesAsMany}: the goal for the rate; the CPU of one is to be as many times less. */
    RegistryOperation(String label, double timesAsMany) {
        this.label = label;
        this.timesAsMany = timesAsMany;
    }

    Figure rate(RegistryStorage storage) {
        return Figure.atLeast(timesAsMany, storage.label() + ", " + label + ": requests per second", "1/s");
    }

    Figure cpu(RegistryStorage storage) {
        return Figure.atMost(1 / timesAsMany, storage.label() + ", " + label + ": server CPU per request", "µs");
    }

    /** What one connection asks, without end. */
    abstract Supplier<ByteBuffer> requests(RegistryRequests all, int connection);
}
