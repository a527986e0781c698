package io.tenbin.proxy;

import java.lang.reflect.InvocationHandler;

/**
 * SIGTERM and SIGINT. A shutdown hook would not do: while one runs, the JVM hears no second signal, and it ends with
 * 143, however well the work was ended. The class that handles signals is in no API, but in every JDK, and the compiler
 * warns of its use by name.
 */
final class Signals {
    private Signals() {}

    /**
     * From now on these two are handled here.
     *
     * @param onSignal is called for each, on a thread of the JVM's: one for each signal, maybe at the same time
     */
    static void handle(Runnable onSignal) {
        InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                onSignal.run();
                yield null;
            }
            case "equals" -> System.identityHashCode(arguments[0]) == System.identityHashCode(proxy);
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "tenbin";
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = java.lang.reflect.Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, invocation);
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM handles no signals", e);
        }
    }
}
