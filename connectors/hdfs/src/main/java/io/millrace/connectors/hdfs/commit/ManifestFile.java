package io.millrace.connectors.hdfs.commit;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A file that a commit makes part of its topic; both paths are below the root of all topics.
 *
 * @param temporary where it was written
 * @param published its final name
 */
record ManifestFile(
        @JsonProperty("temporary") String temporary,
        @JsonProperty("published") String published) {}
