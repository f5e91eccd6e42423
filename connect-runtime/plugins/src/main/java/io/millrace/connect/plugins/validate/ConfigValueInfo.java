package io.millrace.connect.plugins.validate;

import java.util.List;

/** The value of one key, what may stand there, and what is wrong with it. */
public record ConfigValueInfo(
        String name, String value, List<String> recommendedValues, List<String> errors, boolean visible) {}
