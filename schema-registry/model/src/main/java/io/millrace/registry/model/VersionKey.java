package io.millrace.registry.model;

/** One version of one subject. */
public record VersionKey(String subject, int version) implements Comparable<VersionKey> {
    @Override
    public int compareTo(VersionKey other) {
        int bySubject = subject.compareTo(other.subject);
        return bySubject != 0 ? bySubject : Integer.compare(version, other.version);
    }
}
