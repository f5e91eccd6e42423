package io.millrace.registry.protobuf.text;

/** How a field is called in JSON unless its schema says so. */
public final class JsonNames {
    private JsonNames() {}

    /** The name in camel case. */
    public static String of(String field) {
        StringBuilder name = new StringBuilder();
        boolean capital = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '_') {
                capital = true;
            } else {
                name.append(capital && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
                capital = false;
            }
        }
        return name.toString();
    }
}
