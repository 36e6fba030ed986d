"""The window: screens on the services of `app`, every slow call a job."""
