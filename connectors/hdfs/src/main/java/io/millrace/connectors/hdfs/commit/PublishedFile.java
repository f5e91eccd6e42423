package io.millrace.connectors.hdfs.commit;

import org.apache.hadoop.fs.Path;

/**
 * A finished file and the name it is to get.
 *
 * @param temporary where it is
 * @param published where it will be
 */
public record PublishedFile(Path temporary, Path published) {}
