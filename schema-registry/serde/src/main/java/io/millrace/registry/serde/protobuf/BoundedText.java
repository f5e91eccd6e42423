package io.millrace.registry.serde.protobuf;

import java.io.IOException;

/** A text that grows up to a bound. One thread. */
final class BoundedText implements Appendable {
    private final StringBuilder text = new StringBuilder();
    private final int lengthMax;

    BoundedText(int lengthMax) {
        this.lengthMax = lengthMax;
    }

    @Override
    public Appendable append(CharSequence part) throws IOException {
        return append(part, 0, part.length());
    }

    @Override
    public Appendable append(CharSequence part, int start, int end) throws IOException {
        require(end - start);
        text.append(part, start, end);
        return this;
    }

    @Override
    public Appendable append(char character) throws IOException {
        require(1);
        text.append(character);
        return this;
    }

    private void require(int more) throws IOException {
        if (text.length() + more > lengthMax) {
            throw new IOException("it would be longer than " + lengthMax + " characters");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
