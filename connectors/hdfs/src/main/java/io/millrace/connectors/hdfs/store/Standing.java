package io.millrace.connectors.hdfs.store;

/** How far a file is on its way from its temporary to its final name. */
public enum Standing {

    /** Only the temporary name is there. */
    UNPUBLISHED,

    /** It has had its final name, as far as the names can tell; a temporary name that is left over does not matter. */
    PUBLISHED,

    /** The final name belongs to another file, and this one waits. */
    TAKEN,

    /** Neither name is there. */
    GONE
}
