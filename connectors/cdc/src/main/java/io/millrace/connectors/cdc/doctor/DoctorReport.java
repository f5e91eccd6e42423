package io.millrace.connectors.cdc.doctor;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that the doctor found, errors first. */
public record DoctorReport(List<Finding> findings) {

    /** Keeps a copy. */
    public DoctorReport {
        findings = List.copyOf(findings);
    }

    /** What must be fixed before changes can be captured. */
    public List<Finding> errors() {
        return with(Finding.Severity.ERROR);
    }

    /** What works, and has a catch. */
    public List<Finding> warnings() {
        return with(Finding.Severity.WARNING);
    }

    /** The report as text for a terminal. */
    public String text() {
        if (findings.isEmpty()) {
            return "The source database is ready.";
        }
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.key() + ": " + finding.sentence())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private List<Finding> with(Finding.Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
