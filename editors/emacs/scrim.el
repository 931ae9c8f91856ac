;;; scrim.el --- scrim's language server and debug adapter in Emacs -*- lexical-binding: t -*-

;; (add-to-list 'load-path "/path/to/scrim/editors/emacs") (require 'scrim), then M-x eglot in a JavaScript buffer.
;; With dap-mode, M-x dap-debug offers "scrim: debug this file".

;;; Code:

(defgroup scrim nil "JavaScript seen through." :group 'tools)

(defcustom scrim-command "scrim"
  "The scrim program."
  :type 'string)

(defcustom scrim-settings nil
  "Settings of the language server, as a property list: (:lint (:rules (:shape-for-in \"off\")))."
  :type 'plist)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `((js-mode js-ts-mode js2-mode) . (,scrim-command "lsp" :initializationOptions ,(or scrim-settings (list :lint (list :enable t)))))))

(with-eval-after-load 'dap-mode
  (dap-register-debug-provider
   "scrim"
   (lambda (configuration)
     (plist-put configuration :dap-server-path (list scrim-command "dap"))
     (unless (plist-get configuration :program)
       (plist-put configuration :program (buffer-file-name)))
     configuration))
  (dap-register-debug-template
   "scrim: debug this file"
   (list :type "scrim" :request "launch" :name "scrim: debug this file")))

(provide 'scrim)
;;; scrim.el ends here
