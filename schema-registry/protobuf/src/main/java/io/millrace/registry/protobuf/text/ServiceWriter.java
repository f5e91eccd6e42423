package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;

/** Writes a service. */
final class ServiceWriter {
    private final Lines lines;

    ServiceWriter(Lines lines) {
        this.lines = lines;
    }

    void write(ServiceDescriptorProto service) {
        lines.open("service " + service.getName());
        lines.options(OptionWriter.assignments(service.getOptions()));
        service.getMethodList().forEach(this::method);
        lines.close();
    }

    private void method(MethodDescriptorProto method) {
        String head = "rpc " + method.getName()
                + " (" + (method.getClientStreaming() ? "stream " : "") + method.getInputType() + ") returns ("
                + (method.getServerStreaming() ? "stream " : "") + method.getOutputType() + ")";
        List<String> options = OptionWriter.assignments(method.getOptions());
        if (options.isEmpty()) {
            lines.add(head + ";");
            return;
        }
        lines.open(head);
        lines.options(options);
        lines.close();
    }
}
