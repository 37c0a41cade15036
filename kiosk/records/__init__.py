"""Individual rights records (个人权益记录): what was paid, in words and pictures, and on paper."""
