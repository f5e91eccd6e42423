package io.millrace.connectors.hdfs.commit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One link of the chain of commits of a topic partition.
 *
 * @param sequence its place in the chain
 * @param owner the one incarnation of a partition's writer that wrote it
 * @param connector the connector that wrote it, for people who read it
 * @param nextOffset the offset at which the next commit begins, or -1 when nothing is known
 * @param files the files of this commit; none when an owner only took the partition over
 * @param seal an empty file that gets its final name after all others, or null when there are none: once it has it,
 *     nobody touches the others again
 */
record Manifest(
        @JsonProperty("sequence") long sequence,
        @JsonProperty("owner") String owner,
        @JsonProperty("connector") String connector,
        @JsonProperty("nextOffset") long nextOffset,
        @JsonProperty("files") List<ManifestFile> files,
        @JsonProperty("seal") ManifestFile seal) {

    static final long NO_OFFSET = -1;

    Manifest {
        files = List.copyOf(files);
    }
}
