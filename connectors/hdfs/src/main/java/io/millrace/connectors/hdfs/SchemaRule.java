package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.config.SchemaCompatibility;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaProjector;
import org.apache.kafka.connect.errors.SchemaProjectorException;

/** Whether a value goes into the open file, as it is or projected, or needs a new one. */
record SchemaRule(SchemaCompatibility compatibility) {

    /** The value as the file wants it, or nothing when it needs a file of its own. */
    Optional<Object> fit(Schema file, Schema given, Object value) {
        if (file == given || (file != null && file.equals(given))) {
            return Optional.of(value);
        }
        if (file == null || given == null || file.version() == null || given.version() == null) {
            // Without versions nobody can tell which of two schemas is the newer one.
            return Optional.empty();
        }
        boolean mayFit =
                switch (compatibility) {
                    case NONE -> false;
                    case BACKWARD, FULL -> given.version() < file.version();
                    case FORWARD -> given.version() > file.version();
                };
        if (!mayFit) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(SchemaProjector.project(given, value, file));
        } catch (SchemaProjectorException e) {
            // The versions promise what the schemas do not keep; a new file is always right.
            return Optional.empty();
        }
    }
}
