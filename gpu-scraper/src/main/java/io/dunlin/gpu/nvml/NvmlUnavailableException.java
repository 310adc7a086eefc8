package io.dunlin.gpu.nvml;

/** NVML can't be used here: no library, no driver, or a library too old. The message says which. */
public final class NvmlUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean mayComeLater;

    NvmlUnavailableException(String message, boolean mayComeLater, Throwable cause) {
        super(message, cause);
        this.mayComeLater = mayComeLater;
    }

    /** Returns whether the library is there and only its driver is not, so that a later try can succeed. */
    public boolean mayComeLater() {
        return mayComeLater;
    }
}
